export function SensorEditPage() {
  return null;
}
