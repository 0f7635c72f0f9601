import 'react';

/* Styles may set the variables of a style sheet. */
declare module 'react' {
  interface CSSProperties {
    readonly [variable: `--${string}`]: string | number | undefined;
  }
}
