import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openLink, type TcpLink } from "./tcp-link";

let echo: Server;
let link: TcpLink;
/** All that reached the other end. */
let heard: string;

beforeEach(async () => {
	heard = "";
	echo = createServer((socket) => {
		socket.setEncoding("utf8").on("data", (text: string) => {
			heard += text;
			socket.write(text.toUpperCase());
		});
		socket.on("error", () => socket.destroy());
	});
	echo.listen(0, "127.0.0.1");
	await once(echo, "listening");
	link = await openLink(`127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
	await link.close();
	await new Promise((resolve) => echo.close(resolve));
});

async function dial() {
	const socket = connect(Number(link.place.split(":")[1]), "127.0.0.1").setEncoding("utf8");
	await once(socket, "connect");
	return socket;
}

it("passes on what is said, and in a cut nothing, which arrives when the cable is mended", async () => {
	const socket = await dial();
	socket.write("one ");
	expect(await once(socket, "data")).toEqual(["ONE "]);

	link.cut();
	socket.write("two ");
	const late = await dial();
	late.write("three ");
	// Both were taken by the near end: nothing that the test could wait for says that nothing arrives.
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(heard).toBe("one ");

	const answers = [once(socket, "data"), once(late, "data")];
	link.heal();
	expect(await Promise.all(answers)).toEqual([["TWO "], ["THREE "]]);
	socket.destroy();
	late.destroy();
});
