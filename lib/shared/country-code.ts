/** ISO 3166-1 alpha-2: two capitals. Whether such a country exists is not checked. */
export const COUNTRY_CODE = /^[A-Z]{2}$/;
