import { laterPage } from '../sheet/later-page.tsx';

/** Becoming a peer supporter: go on another time, or elsewhere. */
export default laterPage('supporter', '/p/:programme/apply/later');
