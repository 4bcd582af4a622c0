import { laterPage } from '../sheet/later-page.tsx';

/** Asking for support: go on another time, or elsewhere. */
export default laterPage('seeker', '/p/:programme/ask/later');
