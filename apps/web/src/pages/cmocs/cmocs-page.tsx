export function CmocsPage() {
  return null;
}
