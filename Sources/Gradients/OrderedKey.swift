/// A number that orders values as floats do, NaN last, and equal ones by their place, first last.
func orderedKey(_ value: Float, place: Int) -> UInt64 {
  let bits = value.bitPattern
  let ordered = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
  return UInt64(ordered) << 32 | UInt64(~UInt32(truncatingIfNeeded: place))
}

/// The value that a key was made of.
func value(ofKey key: UInt64) -> Float {
  let ordered = UInt32(truncatingIfNeeded: key >> 32)
  return Float(bitPattern: ordered >> 31 == 1 ? ordered & 0x7FFF_FFFF : ~ordered)
}

/// The `k`-th largest of distinct keys, which it reorders. (Hoare 1961, "Find".)
func largest(_ k: Int, of keys: inout [UInt64]) -> UInt64 {
  var (low, high) = (0, keys.count - 1)
  while low < high {
    let pivot = keys[(low + high) / 2]
    var (i, j) = (low, high)
    while i <= j {
      while keys[i] > pivot { i += 1 }
      while keys[j] < pivot { j -= 1 }
      if i <= j {
        keys.swapAt(i, j)
        i += 1
        j -= 1
      }
    }
    if k - 1 <= j {
      high = j
    } else if k - 1 >= i {
      low = i
    } else {
      break
    }
  }
  return keys[k - 1]
}
