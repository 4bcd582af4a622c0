/**
 * Marks an argument that is a tag in the sentence, as in `Read <link>our promise</link>.`
 * Only `t.rich` can fill it, with a function from the words inside to whatever stands for them on the page.
 */
export interface Tag {
  readonly tag: true;
}
