export * from './agreement.ts';
export * from './answers.ts';
export * from './route-answers.ts';
export * from './routes.ts';
export * from './schemas.ts';
