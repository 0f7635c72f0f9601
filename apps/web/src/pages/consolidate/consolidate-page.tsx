export function ConsolidatePage() {
  return null;
}
