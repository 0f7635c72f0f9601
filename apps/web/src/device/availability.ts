/** Whether this browser can keep copies on this page at all: a store, locks and a service worker. */
export function canKeepCopies(): boolean {
  return (
    isSecureContext &&
    typeof indexedDB !== 'undefined' &&
    'locks' in navigator &&
    'serviceWorker' in navigator
  );
}
