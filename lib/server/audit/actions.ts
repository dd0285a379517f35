/** The acts of the audit trail (spec AU-1): the only words that stand for one. A word that was ever written keeps its meaning. */
import "server-only";

export const AUDIT_ACTIONS = [
	"console-link.made",
	"console.opened",
	"console.closed",
	"enrolment-code.made",
	"device.enrolled",
	"device.denied",
	"pharmacy.added",
	"pharmacy.denied",
	"venue.added",
	"assignment.added",
	"pins.ordered",
	"attestation.revoked",
	"shared-papers.revoked",
	"columns.resealed",
	"published.restored",
	"month.forgotten",
	/** Written by the owner's SQL of docs/operations.md alone. */
	"entries.deleted",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
