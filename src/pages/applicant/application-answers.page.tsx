import { sentAnswersPage } from '../sheet/sent-pages.tsx';

/** What somebody applied with, to look at and to change. */
export default sentAnswersPage('application', '/applications/:id/answers');
