import { checkPage } from '../sheet/check-page.tsx';

/** Asking for support: everything once more, and send. */
export default checkPage('seeker', '/p/:programme/ask/check');
