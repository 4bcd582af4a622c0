import { sentQuestionPage } from '../sheet/sent-pages.tsx';

/** One answer of an application, changed. */
export default sentQuestionPage('application', '/applications/:id/answers/:question');
