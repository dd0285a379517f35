/** Notices of the authority (spec §4): what staff should know from when to when, and who says so. */
import { z } from "zod";
import { LAST_SECOND, type NumericDate } from "@/lib/shared/numeric-date";
import type { TrustNotice } from "./trust-list";

/** Whose screens show it. */
export const NOTICE_SCOPES = ["venue", "train"] as const;
export type NoticeScope = (typeof NOTICE_SCOPES)[number];

const time = z.int("must be whole seconds since 1970, UTC").min(0).max(LAST_SECOND);
/** A notice stands over the camera's picture. */
const sentence = z.string().min(1, "is empty").max(300, "has more than 300 characters");

/** All notices of an authority, as it writes them. What a list brings is read more leniently (./trust-list). */
export const noticesFile = z
	.array(
		z
			.strictObject({
				from: time,
				to: time,
				scope: z.array(z.enum(NOTICE_SCOPES)).min(1, "is empty"),
				authority: z.string().min(1, "is empty").max(200, "has more than 200 characters"),
				text: z.strictObject({ fr: sentence, en: sentence }),
			})
			.refine(({ from, to }) => from < to, { path: ["to"], message: "is not after from" }),
	)
	.max(20, "has more than 20 entries");

/** Those to be shown now, the newest first. One without a scope that can be read is for everybody. */
export function noticesInForce(
	notices: readonly TrustNotice[],
	{ now, scope }: { readonly now: NumericDate; readonly scope: NoticeScope },
): readonly TrustNotice[] {
	return notices
		.filter((notice) => notice.from <= now && now < notice.to && (notice.scope?.includes(scope) ?? true))
		.toSorted((one, other) => other.from - one.from);
}
