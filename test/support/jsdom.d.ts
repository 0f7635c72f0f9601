/** What is used of it; it comes without types. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options?: { readonly pretendToBeVisual?: boolean });
    readonly window: object;
  }
}
