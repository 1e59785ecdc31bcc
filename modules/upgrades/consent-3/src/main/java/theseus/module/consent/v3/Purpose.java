package theseus.module.consent.v3;

/** What data is used for; from HL7 v3 ActReason, PurposeOfUse. */
public enum Purpose {
    /** TREAT: care of the patient. */
    TREATMENT,
    /** HPAYMT: paying for it. */
    PAYMENT,
    /** HOPERAT: running the institution, quality assurance included. */
    OPERATIONS,
    /** HRESCH: research. */
    RESEARCH,
    /** PUBHLTH: public health. */
    PUBLIC_HEALTH,
    /** PATRQT: what the patient asked for. */
    PATIENT_REQUEST
}
