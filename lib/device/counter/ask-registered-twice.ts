import "client-only";
import { PATHS } from "@/lib/protocol/paths";
import { type ActTwice, type RegisteredTwiceQuestion, registeredTwiceAnswer } from "@/lib/protocol/registered-twice";
import { callFromDevice } from "../portal/call-from-device";

/** The list is there before it. */
const TIMEOUT = 10;

/** [EN-17] The pharmacy's acts of a period that were registered twice; undefined while the portal does not answer. */
export async function askRegisteredTwice(period: RegisteredTwiceQuestion): Promise<readonly ActTwice[] | undefined> {
	const answered = await callFromDevice(PATHS.registeredTwice, period, {
		answer: registeredTwiceAnswer,
		timeout: TIMEOUT,
	});
	return answered.ok ? answered.value.acts : undefined;
}
