import "server-only";
import type { Subject } from "../../audit/note-act";

/** Where a code enrols: at a pharmacy or at a venue. */
export type Home = { readonly pharmacyNumber: string | null; readonly venueId: string | null };

export function homeSubject({ pharmacyNumber, venueId }: Home): Pick<Subject, "pharmacy" | "venue"> {
	return {
		...(pharmacyNumber === null ? {} : { pharmacy: pharmacyNumber }),
		...(venueId === null ? {} : { venue: venueId }),
	};
}
