import { checkPage } from '../sheet/check-page.tsx';

/** Becoming a peer supporter: everything once more, and send. */
export default checkPage('supporter', '/p/:programme/apply/check');
