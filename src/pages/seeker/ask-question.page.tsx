import { questionPage } from '../sheet/question-page.tsx';

/** Asking for support: one question. */
export default questionPage('seeker', '/p/:programme/ask/:question');
