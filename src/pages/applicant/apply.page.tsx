import { startPage } from '../sheet/start-page.tsx';

/** Becoming a peer supporter (A4): a moment for oneself, what to expect, and the button that begins. */
export default startPage('supporter', '/p/:programme/apply');
