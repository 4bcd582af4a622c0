import { startPage } from '../sheet/start-page.tsx';

/** Asking for support (A2): what to expect, and the button that begins. */
export default startPage('seeker', '/p/:programme/ask');
