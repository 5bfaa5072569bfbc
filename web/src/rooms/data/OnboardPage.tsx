export function OnboardPage() {
  return null;
}
