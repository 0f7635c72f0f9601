export * from './anchor.ts';
export * from './ids.ts';
export * from './memo.ts';
export * from './role.ts';
export * from './sketch.ts';
export * from './span.ts';
export * from './statement.ts';
