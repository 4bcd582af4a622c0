import { firstPage } from '../sheet/first-page.tsx';

/** Asking for support: what comes before the next question. */
export default firstPage('seeker', '/p/:programme/ask/first/:lead');
