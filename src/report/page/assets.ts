/** What is put in by the build: see `PAGE_ASSETS` in bundle.ts. */
declare const PAGE_STYLE: string;
declare const PAGE_SCRIPT: string;
declare const PAGE_LIVE_SCRIPT: string;

/** The style of the page: src/report/page/browser/style.css. */
export const STYLE = PAGE_STYLE;
/** The script of the page: src/report/page/browser/main.ts. It adds filter and order; the page is whole without it. */
export const SCRIPT = PAGE_SCRIPT;
/** What a page of `report serve` has beside it: src/report/page/browser/live.ts. */
export const LIVE_SCRIPT = PAGE_LIVE_SCRIPT;
