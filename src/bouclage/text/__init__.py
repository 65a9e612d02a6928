"""Pure functions on strings: language, sentences, words, names, dates, addresses, shingles.

Takes and gives strings, offsets and plain tuples; knows nothing of articles or stories; never reads a file outside the
package, the clock or the network.
"""
