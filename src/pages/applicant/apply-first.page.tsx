import { firstPage } from '../sheet/first-page.tsx';

/** Becoming a peer supporter: what comes before the next question. */
export default firstPage('supporter', '/p/:programme/apply/first/:lead');
