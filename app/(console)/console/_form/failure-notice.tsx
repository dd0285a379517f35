"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { assertNever } from "@/lib/shared/assert-never";

/** Answers that have a sentence of their own; the others are named by their code. */
const EXPLAINED = [
	"pharmacy_exists",
	"pharmacy_unknown",
	"venue_unknown",
	"device_unknown",
	"request_malformed",
] as const;
type Explained = (typeof EXPLAINED)[number];
const isExplained = (code: string): code is Explained => (EXPLAINED as readonly string[]).includes(code);

/** What went wrong and what to do about it. */
export function FailureNotice({ failure, onRetry }: { failure: PortalFailure; onRetry?: () => void }) {
	const t = useTranslations("console.failure");
	const common = useTranslations("common");
	return (
		<Notice tone={failure.kind === "refused" ? "no" : "compare"} alert title={t(`${failure.kind}.title`)}>
			<p>
				<FailureText failure={failure} />
			</p>
			{onRetry !== undefined && failure.retryable ? (
				<Button compact className="mt-2" onClick={onRetry}>
					{common("retry")}
				</Button>
			) : null}
		</Notice>
	);
}

function FailureText({ failure }: { failure: PortalFailure }) {
	const t = useTranslations("console.failure");
	switch (failure.kind) {
		case "unreachable":
		case "broken":
			return t(`${failure.kind}.body`, { code: failure.code });
		case "busy":
			return t("busy.body", { seconds: failure.retryAfter ?? 0 });
		case "refused":
			if (isExplained(failure.code)) return t(`refused.${failure.code}`, { field: failure.field ?? "" });
			return t("refused.other", { code: failure.code });
		default:
			return assertNever(failure.kind);
	}
}
