export { openPage, restartAt, setPageTitle } from './pages.mp-weixin';
