/** What is known about an upgrade before it is voted on. */
package theseus.assessment;
