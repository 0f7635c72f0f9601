export function WayPage() {
  return null;
}
