import { describe, expect, it } from "vitest";
import { printEnrolmentCode, readEnrolmentCode, readEnrolmentFragment } from "./enrolment-link";

const CODE = "7K3QF93MX12HDA8W4T0Z";
const ROOT = "A".repeat(43);

describe("enrolment link", () => {
	it("reads a code however it is typed or dictated", () => {
		expect(readEnrolmentCode("7k3qf 93mxl-2hda8.w4toz")).toBe(CODE);
		expect(readEnrolmentCode(printEnrolmentCode(CODE))).toBe(CODE);
		expect(readEnrolmentCode("uuuuuuuuuuuuuuuuuuuu")).toBe("V".repeat(20));
	});

	it("a code of another length or alphabet is none", () => {
		for (const typed of ["", CODE.slice(1), `${CODE}A`, `${CODE.slice(1)}*`, `${CODE.slice(1)}é`]) {
			expect(readEnrolmentCode(typed)).toBeUndefined();
		}
	});

	it("reads the fragment with and without a root", () => {
		expect(readEnrolmentFragment(`#${CODE}.${ROOT}`)).toEqual({ code: CODE, root: ROOT });
		expect(readEnrolmentFragment(`#${CODE}`)).toEqual({ code: CODE, root: undefined });
	});

	it("a root that is malformed spoils the link: it is not taken for a link without one", () => {
		for (const fragment of ["", "#", `#${CODE}.`, `#${CODE}.${ROOT}A`, `#${CODE}.${ROOT}.x`, `#${ROOT}.${CODE}`]) {
			expect(readEnrolmentFragment(fragment)).toBeUndefined();
		}
	});
});
