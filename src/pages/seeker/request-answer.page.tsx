import { sentQuestionPage } from '../sheet/sent-pages.tsx';

/** One answer of a request, changed. */
export default sentQuestionPage('request', '/requests/:id/answers/:question');
