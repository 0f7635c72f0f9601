/** Where documents are served, where several servers share them. */
export interface Elsewhere {
  /**
   * The address of the server that serves what a path asks for, such as `http://10.0.0.5:4331`; null: it is
   * served here, or refused here. Rejects where that cannot be told now.
   */
  find(path: string): Promise<string | null>;
}
