/** A no, or a fault, above a form. `again` offers to send the same once more; the form's own key makes that safe. */
export function Trouble({ title, sentence, again, againLabel }: { title: string; sentence: string; again: boolean; againLabel: string }) {
  return (
    <div class="card alarm stack close" role="alert" tabIndex={-1} autofocus data-focus>
      <h2>{title}</h2>
      <p>{sentence}</p>
      {again && <button class="button" type="submit">{againLabel}</button>}
    </div>
  );
}
