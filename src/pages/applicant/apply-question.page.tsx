import { questionPage } from '../sheet/question-page.tsx';

/** Becoming a peer supporter: one question. */
export default questionPage('supporter', '/p/:programme/apply/:question');
