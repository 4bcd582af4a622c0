import { importsOf, undoImport, uploadSheet } from '../../../rooms/imports/index.ts';
import { programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Card, Choices, Dialog, Empty, Field, Form, Link, Row, Small, Stack } from '../../../ui/index.ts';
import { form } from '../../../web/form.ts';
import { address, page } from '../../../web/page.ts';
import { unreadable } from './refusals.ts';

const SHEET_BYTES = 5 * 1024 * 1024;

/** Bringing the spreadsheet a programme has today: the file, and what was brought before, each to be undone for thirty days. */
export default page({
  address: '/programmes/:programme/import',
  may: 'staff',
  load: async (visit) => {
    const { programme } = await programmeSettings(visit, { slug: visit.params.programme });
    return { programme, imports: await importsOf(visit, { programme: programme.id }) };
  },
  title: ({ t }) => t('imports.page.title'),
  chrome: 'staff',
  forms: {
    upload: form({
      act: uploadSheet,
      read: async (fields) => {
        const file = fields.file('bytes');
        const side = fields.text('side');
        return {
          // Without a file there is one mistake, at its field, and not a second one about a name.
          programme: fields.text('programme'), fileName: file?.name || 'sheet', bytes: file === undefined ? undefined : new Uint8Array(await file.arrayBuffer()),
          ...((side === 'seeker' || side === 'supporter') && { side }),
        };
      },
      then: ({ import: id }, visit) => ({ to: address('/programmes/:programme/import/:import', { programme: visit.params.programme ?? '', import: id }) }),
      refusals: unreadable,
      mistakes: { bytes: 'imports.upload.mistake.none' },
      pace: 'costly',
      mostBytes: SHEET_BYTES + 100_000,
    }),
    undo: form({
      act: undoImport,
      read: (fields) => ({ import: fields.text('import') }),
      then: ({ gone, stayed }, visit) => ({ to: visit.path, say: { key: 'imports.page.undone', about: { gone, stayed } } }),
      refusals: { 'not-run': 'imports.page.not-run', 'already-undone': 'imports.page.already-undone', 'too-late': 'imports.page.too-late' },
    }),
  },
  body: (seen) => {
    const { t, data: { programme, imports }, zone } = seen;
    return (
      <>
        <h1>{t('imports.page.heading')}</h1>
        <p>{t('imports.page.words')}</p>
        <Form seen={seen} name="upload" upload>
          <input type="hidden" name="programme" value={programme.id} />
          <Field of="bytes" type="file" label={t('imports.page.file')} hint={t('imports.page.file-hint')} accept=".csv,.tsv,.txt,.xlsx" />
          <Choices
            kind="one"
            of="side"
            label={t('imports.page.side')}
            choices={[{ value: 'guess', label: t('imports.page.side-guess') }, { value: 'seeker', label: t('imports.page.side-seeker') }, { value: 'supporter', label: t('imports.page.side-supporter') }]}
            value="guess"
          />
          <div><Button>{t('imports.page.go')}</Button></div>
        </Form>
        <Small>{t('imports.page.sealed')}</Small>
        <h2>{t('imports.page.before')}</h2>
        {imports.length === 0 && <Empty title={t('imports.page.none')}><p>{t('imports.page.none-words')}</p></Empty>}
        {imports.map((one) => (
          <Card key={one.id}>
            <Stack>
              <Row between>
                <strong>{one.fileName}</strong>
                <Small>{t.date(one.uploadedAt, zone)}</Small>
              </Row>
              {one.runAt === null && <p><Link to={address('/programmes/:programme/import/:import', { programme: programme.slug, import: one.id })}>{t('imports.page.go-on')}</Link></p>}
              {one.runAt !== null && <p>{t('imports.page.brought', { requests: one.counts.requests ?? 0, supporters: (one.counts.applications ?? 0) + (one.counts.supporters ?? 0) })}</p>}
              {one.runAt !== null && (one.counts.alreadyWaiting ?? 0) + (one.counts.leftOut ?? 0) > 0 && <Small>{t('imports.page.also', { already: one.counts.alreadyWaiting ?? 0, out: one.counts.leftOut ?? 0 })}</Small>}
              {one.undoneAt !== null && <p>{t('imports.page.was-undone')}</p>}
              {one.runAt !== null && one.undoneAt === null && (
                <Dialog button={t('imports.page.undo-named', { file: one.fileName })} title={t('imports.page.undo-named', { file: one.fileName })}>
                  <p>{t('imports.page.undo-sure')}</p>
                  <Form seen={seen} name="undo" what={one.id} quiet>
                    <input type="hidden" name="import" value={one.id} />
                    <Button second>{t('imports.page.undo-yes')}</Button>
                  </Form>
                </Dialog>
              )}
            </Stack>
          </Card>
        ))}
      </>
    );
  },
});
