import { sentAnswersPage } from '../sheet/sent-pages.tsx';

/** What somebody asked for, to look at and to change. */
export default sentAnswersPage('request', '/requests/:id/answers');
