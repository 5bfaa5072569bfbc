export function SensorPage() {
  return null;
}
