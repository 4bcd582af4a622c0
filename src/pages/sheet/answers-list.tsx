import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import type { SheetSeen } from '../../rooms/intake/index.ts';
import { Folded, Link } from '../../ui/index.ts';
import { answerInWords } from './answer-in-words.ts';

/** Every answer with a way to change it; questions left out are folded below. `to` gives the address of one question. */
export function AnswersList({ sheet, t, to }: { sheet: SheetSeen; t: Speak; to: (question: string) => string }) {
  const rows = sheet.rows.map(({ question, answer }) => ({ id: question.id, asked: say(question.text, t.lang), lines: answerInWords(t, question, answer) }));
  const said = rows.filter(({ lines }) => lines.length > 0);
  const left = rows.filter(({ id, lines }) => lines.length === 0 && !sheet.missing.includes(id));
  return (
    <>
      {said.length > 0 && (
        <dl class="answers">
          {said.map(({ id, asked, lines }) => (
            <div key={id}>
              <dt>{asked}</dt>
              <dd>{lines.join('\n')}</dd>
              <dd class="change"><Link to={to(id)} label={t('intake.check.change-this', { question: asked })}>{t('intake.check.change')}</Link></dd>
            </div>
          ))}
        </dl>
      )}
      {left.length > 0 && (
        <Folded summary={t('intake.check.left-out', { count: left.length })}>
          <ul>{left.map(({ id, asked }) => <li key={id}><Link to={to(id)}>{asked}</Link></li>)}</ul>
        </Folded>
      )}
    </>
  );
}
