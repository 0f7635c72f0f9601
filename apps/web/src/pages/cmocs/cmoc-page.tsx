export function CmocPage() {
  return null;
}
