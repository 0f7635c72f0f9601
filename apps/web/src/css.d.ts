/* Style sheets and pictures are imported for their effect or their address; the bundler resolves them. */
declare module '*.css';
declare module '@fontsource/*';
declare module '*.svg' {
  const address: string;
  export default address;
}
