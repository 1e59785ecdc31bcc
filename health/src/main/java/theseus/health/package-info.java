/** Vault and clients of the first application: patient-controlled health data. */
package theseus.health;
