export function ManyPage() {
  return null;
}
