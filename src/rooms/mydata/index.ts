// The door of my data: everything that is stored about somebody, for themselves.
export { mayTakeMyData, myEntries, takeMyData } from './my-data.ts';
export { myPictures, type PictureKept } from './pictures.ts';
export type { Entry, Value } from './section.ts';
export { type SectionName, sectionNames } from './sections.ts';
