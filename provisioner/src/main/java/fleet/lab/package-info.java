/** Throwaway real machines on this computer, to rehearse and test on. */
@org.jspecify.annotations.NullMarked
package fleet.lab;
