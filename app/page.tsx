import { DeviceHome } from "./_home/device-home";

export default function HomePage() {
	return <DeviceHome />;
}
